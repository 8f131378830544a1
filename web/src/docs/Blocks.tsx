import { Fragment, createElement } from 'react';
import { useMessages } from '../i18n';
import { RowLink } from '../shell/RowLink';
import { docHref, type Block, type Inline } from './markdown';

interface Props {
  blocks: Block[];
  page: string;
  /** of the headings, in order */ anchors: string[];
}

export function Blocks({ blocks, page, anchors }: Props) {
  const { t } = useMessages();
  const headings = blocks.filter(block => block.kind === 'heading');
  return blocks.map((block, index) => {
    switch (block.kind) {
      case 'heading':
        return createElement(
          `h${block.level}`,
          { key: index, id: anchors[headings.indexOf(block)], tabIndex: -1 },
          <Words list={block.children} page={page} />,
        );
      case 'paragraph':
        return (
          <p key={index}>
            <Words list={block.children} page={page} />
          </p>
        );
      case 'code':
        return (
          <pre key={index} tabIndex={0}>
            {block.text}
          </pre>
        );
      case 'list':
        return createElement(
          block.ordered ? 'ol' : 'ul',
          { key: index },
          block.items.map((item, at) => (
            <li key={at}>
              <Blocks blocks={item} page={page} anchors={[]} />
            </li>
          )),
        );
      case 'table':
        return (
          <div key={index} className="scroll" tabIndex={0} role="region" aria-label={t('docs.table')}>
            <table className="t">
              <thead>
                <tr>
                  {block.head.map((cell, at) => (
                    <th key={at} scope="col">
                      <Words list={cell} page={page} />
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {block.rows.map((row, at) => (
                  <tr key={at}>
                    {row.map((cell, column) => (
                      <td key={column}>
                        <Words list={cell} page={page} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        );
    }
  });
}

function Words({ list, page }: { list: Inline[]; page: string }) {
  return list.map((word, index) => {
    if (typeof word === 'string') return <Fragment key={index}>{word}</Fragment>;
    if (word.kind === 'code') return <code key={index}>{word.text}</code>;
    const inner = <Words list={word.children} page={page} />;
    if (word.kind === 'strong') return <strong key={index}>{inner}</strong>;
    if (word.kind === 'em') return <em key={index}>{inner}</em>;
    const href = docHref(word.href, page);
    if (href === null) return <Fragment key={index}>{inner}</Fragment>;
    return href.startsWith('/') ? (
      <RowLink key={index} className="textlink" href={href}>
        {inner}
      </RowLink>
    ) : (
      <a key={index} className="textlink" href={href} target="_blank" rel="noreferrer">
        {inner}
      </a>
    );
  });
}
