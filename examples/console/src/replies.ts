/** What the bot of the emulator answers to the lines of the caller: the conversation that the command shows. */
export const replies = [
  'Завтра свободно в 15:30. Записать вас?',
  'Записала на завтра, 15:30. Как вас зовут?',
  'Спасибо, Иван. Ждём вас, до свидания!',
];
