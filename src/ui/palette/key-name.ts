// How a key is called on the page.
import { t } from '../messages/messages.ts';

export const keyName = (key: string): string => (key === ' ' ? t('transport.space') : key.toUpperCase());
