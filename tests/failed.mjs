/**
 * A reporter for Node's test runner: the files in which something failed, a line each, for `build.sh` to try once more.
 * A file that ended too late or never loaded is a failed test of its own, so it is named as well.
 */
export default async function* failedFiles(events) {
  const files = new Set();
  for await (const { type, data } of events) if (type === "test:fail") files.add(data.file);
  for (const file of files) yield `${file}\n`;
}
