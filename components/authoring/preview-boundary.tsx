'use client';

import { Component, type ReactNode } from 'react';

/** Keeps the editor when a figure cannot be drawn. Give it the text as key, so that the next one is tried. */
export class PreviewBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return <p className="text-soft">A part of this text cannot be shown. Problems may say which.</p>;
  }
}
