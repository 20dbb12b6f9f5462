/**
 * The app as a screen reader has it: what there is comes from the browser's accessibility tree, by role and name, and what
 * is done is done by focus and keys. Neither the page's markup nor its look is asked for anything.
 */

import { expect, type CDPSession, type Page } from '@playwright/test';

type TreeNode = Awaited<ReturnType<typeof treeOf>>[number];

const treeOf = async (cdp: CDPSession) => (await cdp.send('Accessibility.getFullAXTree')).nodes;

const nameOf = ({ name }: TreeNode): string =>
  String(name?.value ?? '')
    .replace(/\s+/g, ' ')
    .trim();
const roleOf = ({ role }: TreeNode): string => String(role?.value ?? '');
const hasState = ({ properties }: TreeNode, state: string): boolean =>
  properties?.some(({ name, value }) => name === state && (value.value === true || value.value === 'true')) ??
  false;

export const openTree = async (page: Page) => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Accessibility.enable');

  /** Nodes of a role and name, in reading order; `name` as a whole, or what it begins with. */
  const findAll = async (role: string, name: string | RegExp, within?: TreeNode): Promise<TreeNode[]> => {
    const nodes = await treeOf(cdp);
    const inside = within && new Set(descend(nodes, within).map(({ nodeId }) => nodeId));
    return nodes.filter(
      (node) =>
        !node.ignored &&
        roleOf(node) === role &&
        (typeof name === 'string' ? nameOf(node) === name : name.test(nameOf(node))) &&
        (!inside || inside.has(node.nodeId)),
    );
  };
  const find = async (role: string, name: string | RegExp, within?: TreeNode): Promise<TreeNode> => {
    let found: TreeNode | undefined;
    await expect(async () => {
      [found] = await findAll(role, name, within);
      expect(found, `${role} « ${String(name)} »`).toBeDefined();
    }).toPass({ timeout: 15_000 });
    return found as TreeNode;
  };
  const isFocused = async (role: string, name: string | RegExp): Promise<boolean> =>
    (await findAll(role, name)).some((node) => hasState(node, 'focused'));

  /** Brings the focus to what may have it; a screen reader does as much before it presses anything. */
  const focus = async (role: string, name: string | RegExp, within?: TreeNode): Promise<void> => {
    await expect(async () => {
      const { backendDOMNodeId } = await find(role, name, within);
      expect(backendDOMNodeId).toBeDefined();
      await cdp.send('DOM.focus', { backendNodeId: backendDOMNodeId as number });
      expect(await isFocused(role, name), `${role} « ${String(name)} » has the focus`).toBe(true);
    }).toPass({ timeout: 15_000 });
  };

  return {
    find,
    isFocused,
    press: async (role: string, name: string | RegExp, key = 'Enter', within?: TreeNode): Promise<void> => {
      await focus(role, name, within);
      await page.keyboard.press(key);
    },
    /** Chooses a radio button or checks a box, and hears that it is. */
    check: async (role: 'radio' | 'checkbox', name: string | RegExp, within?: TreeNode): Promise<void> => {
      await focus(role, name, within);
      await page.keyboard.press('Space');
      await expect
        .poll(async () => (await findAll(role, name, within)).some((node) => hasState(node, 'checked')))
        .toBe(true);
    },
    write: async (role: string, name: string | RegExp, text: string): Promise<void> => {
      await focus(role, name);
      await page.keyboard.insertText(text);
    },
    /** Waits until something in the tree says it: a live region, a state, a text. */
    hear: async (words: string | RegExp): Promise<void> => {
      await find('StaticText', words);
    },
    /** A table by its caption: for each of its rows behind the headers, the items of each cell. */
    readTable: async (caption: string): Promise<string[][][]> => {
      const table = await find('table', caption);
      const nodes = await treeOf(cdp);
      const textOf = (node: TreeNode): string =>
        descend(nodes, node)
          .filter((each) => roleOf(each) === 'StaticText')
          .map(nameOf)
          .filter((words) => words !== '')
          .join(' ');
      return descend(nodes, table)
        .filter((row) => roleOf(row) === 'row')
        .map((row) =>
          descend(nodes, row)
            .filter((cell) => ['cell', 'gridcell', 'rowheader'].includes(roleOf(cell)))
            .map((cell) =>
              descend(nodes, cell)
                .filter((item) => roleOf(item) === 'listitem')
                .map(textOf),
            ),
        )
        .filter((cells) => cells.length > 0);
    },
  };
};

/** All that is under a node, in reading order. */
const descend = (nodes: readonly TreeNode[], from: TreeNode): readonly TreeNode[] => {
  const known = new Map(nodes.map((node) => [node.nodeId, node]));
  const under = ({ childIds = [] }: TreeNode): TreeNode[] =>
    childIds.flatMap((id) => {
      const child = known.get(id);
      return child ? [child, ...under(child)] : [];
    });
  return under(from);
};
