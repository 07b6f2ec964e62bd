/** What `work` makes of each item, in their order, `count` of them at a time. The first failure rejects. */
export async function atOnce<I, O>(
  items: readonly I[],
  count: number,
  work: (item: I) => Promise<O>,
): Promise<O[]> {
  const results: O[] = []
  let next = 0
  const lane = async () => {
    while (next < items.length) {
      const i = next++
      results[i] = await work(items[i]!)
    }
  }
  await Promise.all(Array.from({ length: count }, lane))
  return results
}
