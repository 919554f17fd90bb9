/** Under this name Windows shows our notifications; the package is installed under it (electron-builder.yml). */
export const APP_ID = 'ie.backstop.console';
