// The committed studies, once they are there.
import { useEffect, useState } from 'react';
import { loadStudies, type ShownStudy } from '../../state/studies.ts';

export function useStudies(): readonly ShownStudy[] | null {
  const [studies, setStudies] = useState<readonly ShownStudy[] | null>(null);
  useEffect(() => {
    let here = true;
    void loadStudies().then((loaded) => here && setStudies(loaded));
    return () => {
      here = false;
    };
  }, []);
  return studies;
}
