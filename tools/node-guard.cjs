// Loaded before every script (`node -r ./tools/node-guard.cjs`). Backstop brings its own Node as a
// package; where that one was not installed, the system's Node is used and may be too old. Plain
// old syntax on purpose: the Node that has to read this is the one that is too old.
var needed = 24;
var major = parseInt(process.versions.node, 10);
if (major < needed) {
  process.stderr.write(
    'Backstop needs Node ' +
      needed +
      ', this is ' +
      process.version +
      ': its own Node is not installed. Run "npm ci" again with install scripts allowed' +
      ' (if that changes nothing: "npm rebuild node"), or install Node ' +
      needed +
      '.\n',
  );
  process.exit(1);
}
