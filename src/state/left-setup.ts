// The set-up as it was left, for a visitor who comes back without a link. At hand before anything else loads, so it
// lies in the browser's small storage; where there is none, the page begins with the default.
const KEY = 'stillroom-setup';

export const leftSetup = {
  read(): string {
    try {
      return localStorage.getItem(KEY) ?? '';
    } catch {
      return '';
    }
  },
  write(fragment: string): void {
    try {
      localStorage.setItem(KEY, fragment);
    } catch {
      // Then it is in the address all the same.
    }
  },
};
