// Native menus. Accelerators are with Ctrl or Cmd only: single keys belong to the page, which knows
// whether somebody is typing.
import { Menu, type MenuItemConstructorOptions } from 'electron';
import { shell as words } from '../renderer/i18n/words/shell.ts';
import type { Signal } from '../shared/bridge.ts';

type CommandName = Signal<'command'>['name'];

export function setMenu(options: {
  readonly isMac: boolean;
  readonly isPackaged: boolean;
  readonly send: (name: CommandName) => void;
}): void {
  const item = (name: CommandName, accelerator: string): MenuItemConstructorOptions => ({
    label: words[`menu.${name}`],
    accelerator,
    click: () => options.send(name),
  });
  const template: MenuItemConstructorOptions[] = [
    ...(options.isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: `&${words['menu.desk']}`,
      submenu: [
        item('next', 'CmdOrCtrl+N'),
        item('addCaller', 'CmdOrCtrl+Shift+A'),
        item('find', 'CmdOrCtrl+F'),
        item('bringInFile', 'CmdOrCtrl+O'),
        { type: 'separator' },
        item('print', 'CmdOrCtrl+P'),
        item('settings', 'CmdOrCtrl+,'),
        { type: 'separator' },
        options.isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: `&${words['menu.view']}`,
      submenu: [
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom' },
        { role: 'togglefullscreen' },
        ...(options.isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
      ],
    },
    { label: `&${words['menu.help']}`, submenu: [item('keys', 'CmdOrCtrl+/')] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
