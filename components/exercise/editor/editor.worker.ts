// Monaco's own worker, served from our files: nothing is loaded from elsewhere.
import 'monaco-editor/editor/editor.worker.js';
