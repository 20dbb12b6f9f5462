/** @param {string[]} _args */
export const runTests = async (_args) => {
  console.log('0 passed, 0 failed');
  return 0;
};
