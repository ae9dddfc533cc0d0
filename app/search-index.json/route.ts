import type { SearchEntry } from '@dfm/contracts/browser-api';
import { searchIndex } from '@/lib/content/search-index.ts';

export const dynamic = 'force-static';

export async function GET() {
  const index: SearchEntry[] = await searchIndex();
  return Response.json(index);
}
