// What the desktop program itself says, outside the page: its menu, and sentences from before there is
// a window. Part of the one catalogue; main imports this file and nothing else of the page.
export const shell = {
  'shell.notWritable': (args: { folder: string }) =>
    `Backstop cannot write to its folder ${args.folder}. Ask for write access to it, or start with --profile-folder= and another folder.`,
  'shell.openAlready': 'Backstop is open already: its window was brought to the front.',
  'menu.desk': 'Desk',
  'menu.next': 'Next customer',
  'menu.addCaller': 'Add a caller',
  'menu.find': 'Find',
  'menu.bringInFile': 'Bring in a file',
  'menu.print': 'Print',
  'menu.settings': 'Settings',
  'menu.view': 'View',
  'menu.help': 'Help',
  'menu.keys': 'All keys',
} as const;
