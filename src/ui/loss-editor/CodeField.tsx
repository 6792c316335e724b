// Code to be written or read: CodeMirror in a shadow tree, where its styles are sheets it makes itself. In the page they
// would be a <style> element, which the page's policy does not allow.
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { CodeProblem } from '../../contract/own-code.ts';
import { words } from '../messages/messages.ts';
import { type CodeLanguage, codeLooks, languageOf } from './code-looks.ts';

/** Label and language are those it begins with: another of them is another field, with another key. */
interface CodeFieldProps {
  readonly label: string;
  readonly language: CodeLanguage;
  readonly value: string;
  /** Without it the code can only be read. */
  readonly onChange?: (value: string) => void;
  /** Ctrl or ⌘ and Enter. */
  readonly onApply?: () => void;
  readonly problems?: readonly CodeProblem[];
  /** Id of what explains it. */
  readonly describedBy?: string;
}

const NONE: readonly CodeProblem[] = [];

export function CodeField(props: CodeFieldProps) {
  const { value, problems = NONE } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const made = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          EditorView.contentAttributes.of(attributesOf(latest.current)),
          lineNumbers(),
          languageOf(latest.current.language),
          codeLooks,
          latest.current.onChange ? writing(() => latest.current) : reading,
        ],
      }),
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, []);
  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  useEffect(() => {
    const editor = view.current;
    if (editor && latest.current.onChange)
      editor.dispatch(
        setDiagnostics(
          editor.state,
          problems.map((problem) => marked(editor.state, problem)),
        ),
      );
  }, [problems]);
  return <div ref={host} className="code-field" />;
}

const attributesOf = ({ label, describedBy, onChange }: CodeFieldProps): Record<string, string> => ({
  'aria-label': label,
  ...(describedBy ? { 'aria-description': describedBy } : {}),
  ...(onChange
    ? { spellcheck: 'false', autocapitalize: 'off' }
    : { tabindex: '0', role: 'textbox', 'aria-multiline': 'true' }),
});

const reading: Extension = [EditorState.readOnly.of(true), EditorView.editable.of(false)];

/** Escape, then Tab leaves: CodeMirror's own way. */
const writing = (props: () => CodeFieldProps): Extension => [
  history(),
  drawSelection(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  bracketMatching(),
  indentUnit.of('  '),
  lintGutter(),
  EditorView.lineWrapping,
  EditorView.theme({ '.cm-content': { minHeight: '14rem' } }),
  keymap.of([
    {
      key: 'Mod-Enter',
      run: () => {
        props().onApply?.();
        return true;
      },
    },
    ...defaultKeymap,
    ...historyKeymap,
    ...lintKeymap,
    indentWithTab,
  ]),
  EditorView.updateListener.of((update) => {
    if (update.docChanged) props().onChange?.(update.state.doc.toString());
  }),
];

/** From a place on to the end of the word there, or of one character. */
function marked({ doc }: EditorState, { line, column, says }: CodeProblem): Diagnostic {
  const on = doc.line(Math.min(Math.max(1, line), doc.lines));
  const from = Math.min(on.from + column - 1, on.to);
  const word = /^\w+/.exec(doc.sliceString(from, on.to))?.[0].length ?? 1;
  return { from, to: Math.min(from + word, on.to), severity: 'error', message: words(says) };
}
