import { searchIndex } from '@/lib/content/search-index.ts';

export const dynamic = 'force-static';

export async function GET() {
  return Response.json(await searchIndex());
}
