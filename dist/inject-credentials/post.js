// The runner starts this file after the job. A file of its own, and no saved state, says that it is the post step: a main
// step that was killed before it could save anything must not be run a second time.
process.argv[2] = 'post';
await import('./index.js');
