/**
 * Which of a row's choices fit: the first ones, and the chosen one in any case. Room for a menu
 * with the others, `menu` wide, is kept where one is needed.
 */
export function fitting(
  widths: readonly number[],
  room: number,
  menu: number,
  chosen: number,
): readonly number[] {
  const all = widths.map((_, index) => index);
  if (sum(widths) <= room) return all;
  let left = room - menu - (widths[chosen] ?? 0);
  const shown: number[] = [];
  for (const index of all) {
    if (index === chosen) continue;
    left -= widths[index] ?? 0;
    if (left < 0) break;
    shown.push(index);
  }
  return all.filter((index) => index === chosen || shown.includes(index));
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
