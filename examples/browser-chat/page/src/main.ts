import { ChatPage } from './chat-page.js';

new ChatPage().open();
