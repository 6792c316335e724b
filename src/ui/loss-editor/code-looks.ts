// How code looks: the page's own colours, in light and dark, and the words of the two languages that are shown.
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { typescript } from '@codemirror/legacy-modes/mode/javascript';
import { rust } from '@codemirror/legacy-modes/mode/rust';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export type CodeLanguage = 'wgsl' | 'typescript';

/** WGSL took its words from Rust. */
export const languageOf = (language: CodeLanguage): Extension =>
  StreamLanguage.define(language === 'wgsl' ? rust : typescript);

export const codeLooks: Extension = [
  EditorView.theme({
    '&': {
      color: 'var(--ink)',
      backgroundColor: 'var(--panel)',
      fontSize: '0.8125rem',
      border: '1px solid var(--line-strong)',
      borderRadius: '0.375rem',
      maxHeight: '70vh',
    },
    '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '1px' },
    '.cm-scroller': {
      fontFamily: 'var(--font-mono)',
      lineHeight: '1.5',
      borderRadius: '0.375rem',
      overflow: 'auto',
    },
    '.cm-content': { caretColor: 'var(--ink)', padding: '0.375rem 0' },
    '.cm-cursor': { borderLeftColor: 'var(--ink)' },
    '.cm-gutters': {
      backgroundColor: 'var(--well)',
      color: 'var(--ink-soft)',
      borderRight: '1px solid var(--line)',
    },
    '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--well) 60%, transparent)' },
    '.cm-activeLineGutter': { backgroundColor: 'var(--line)', color: 'var(--ink)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
      backgroundColor: 'color-mix(in srgb, var(--focus) 30%, transparent)',
    },
    '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
      backgroundColor: 'var(--accent-soft)',
      outline: '1px solid var(--line-strong)',
    },
    '.cm-tooltip': {
      color: 'var(--ink)',
      backgroundColor: 'var(--panel)',
      border: '1px solid var(--line-strong)',
      maxWidth: '30rem',
    },
    '.cm-diagnostic-error': { borderLeftColor: 'var(--bad)' },
    '.cm-lintRange-error': {
      backgroundImage: 'none',
      textDecoration: 'underline wavy var(--bad)',
      textUnderlineOffset: '3px',
    },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: tags.comment, color: 'var(--ink-soft)', fontStyle: 'italic' },
      {
        tag: [tags.keyword, tags.definitionKeyword, tags.controlKeyword],
        color: 'var(--accent)',
        fontWeight: '600',
      },
      { tag: [tags.number, tags.bool, tags.atom], color: 'var(--lane-1)' },
      { tag: [tags.string, tags.special(tags.string)], color: 'var(--lane-1)' },
      { tag: [tags.typeName, tags.standard(tags.variableName)], color: 'var(--lane-3)' },
      {
        tag: [tags.function(tags.variableName), tags.definition(tags.variableName), tags.meta],
        color: 'var(--good)',
      },
    ]),
  ),
];
