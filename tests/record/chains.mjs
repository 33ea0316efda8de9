export function chainsOf() {
  return [];
}
