// Runs a WASI program: node wasi.mjs FILE.wasm ARGUMENT… It sees this folder and those of the files named by their
// whole path.

import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { argv, cwd, exit } from 'node:process';
import { WASI } from 'node:wasi';

const [file, ...rest] = argv.slice(2);
const folders = rest.filter(isAbsolute).map((path) => [dirname(path), dirname(path)]);
const preopens = { '.': cwd(), ...Object.fromEntries(folders) };
const wasi = new WASI({ version: 'preview1', args: [file, ...rest], preopens });
const module = await WebAssembly.compile(await readFile(file));
exit(wasi.start(await WebAssembly.instantiate(module, wasi.getImportObject())));
