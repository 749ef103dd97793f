/** The address that Vite gives to a file. */
declare module '*?url' {
  const url: string;
  // eslint-disable-next-line no-restricted-exports -- so does Vite
  export default url;
}
