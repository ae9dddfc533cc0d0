import { ContextExplorer } from '@/components/figures/context-explorer.tsx';
import type { FolderFile } from '@/components/figures/context-rows.ts';

/** Projects' folders by project, as the page loaded them. */
export type Folders = Record<string, { files: FolderFile[]; madeWith: string[] }>;

/** The components of a lesson that draw a project's folder. */
export function projectFigures(folders: Folders) {
  return {
    ContextExplorer({ project, caption }: { project: string; caption?: string }) {
      const folder = folders[project];
      if (!folder) throw new Error(`the page was not given the folder of ${project}`);
      return <ContextExplorer files={folder.files} madeWith={folder.madeWith} caption={caption} />;
    },
  };
}
