'use client';

import { Component, type ReactNode } from 'react';

interface Props {
  children: ReactNode;
}

interface State {
  hasFailed: boolean;
  /** What was shown last. */
  shown: ReactNode;
}

/** Keeps the editor when a figure cannot be drawn, and tries again with the next text. */
export class PreviewBoundary extends Component<Props, State> {
  override state: State = { hasFailed: false, shown: this.props.children };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  static getDerivedStateFromProps({ children }: Props, { shown }: State) {
    return children === shown ? null : { hasFailed: false, shown: children };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return <p className="text-soft">A part of this text cannot be shown. Problems may say which.</p>;
  }
}
