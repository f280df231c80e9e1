/**
 * Ends this process when the npm that started it is killed. npm passes a SIGTERM on to the shell that it runs a script
 * in, and that shell dies of it without a word to its child, which would go on serving, out of sight.
 */
export function stopWithNpm(): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, 500);
  watch.unref();
}
