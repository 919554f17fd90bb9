// Native menus. Accelerators are with Ctrl or Cmd only: single keys belong to the page, which knows
// whether somebody is typing.
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Signal } from '../shared/bridge.ts';

type CommandName = Signal<'command'>['name'];

export function setMenu(options: {
  readonly isMac: boolean;
  readonly isPackaged: boolean;
  readonly send: (name: CommandName) => void;
}): void {
  const item = (
    label: string,
    name: CommandName,
    accelerator?: string,
  ): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => options.send(name),
  });
  const template: MenuItemConstructorOptions[] = [
    ...(options.isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&Desk',
      submenu: [
        item('Next customer', 'next', 'CmdOrCtrl+N'),
        item('Add a caller', 'addCaller', 'CmdOrCtrl+Shift+A'),
        item('Find', 'find', 'CmdOrCtrl+F'),
        item('Bring in a file', 'bringInFile', 'CmdOrCtrl+O'),
        { type: 'separator' },
        item('Print', 'print', 'CmdOrCtrl+P'),
        item('Settings', 'settings', 'CmdOrCtrl+,'),
        { type: 'separator' },
        options.isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom' },
        { role: 'togglefullscreen' },
        ...(options.isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
      ],
    },
    { label: '&Help', submenu: [item('All keys', 'keys', 'CmdOrCtrl+/')] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
