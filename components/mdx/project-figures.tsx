import { ContextExplorer } from '@/components/figures/context-explorer.tsx';
import type { FolderFile } from '@/components/figures/context-rows.ts';

/** The folders of projects, by project, as loaded by the page. */
export type Folders = Record<string, { files: FolderFile[]; madeWith: string[] }>;

/** A lesson's components that show a project's folder. */
export function projectFigures(folders: Folders) {
  return {
    ContextExplorer({ project, caption }: { project: string; caption?: string }) {
      const folder = folders[project];
      if (!folder) throw new Error(`the page has not loaded the folder of ${project}`);
      return <ContextExplorer files={folder.files} madeWith={folder.madeWith} caption={caption} />;
    },
  };
}
