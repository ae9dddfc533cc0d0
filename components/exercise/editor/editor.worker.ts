// The worker that Monaco needs, served from our own files so that nothing is loaded from other hosts.
import 'monaco-editor/editor/editor.worker.js';
