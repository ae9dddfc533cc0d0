/** ID of a result in the list of results, by its index. */
export function optionId(list: string, index: number): string {
  return `${list}-${index}`;
}
