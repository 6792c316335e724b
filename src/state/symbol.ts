// The paper's letter of a knob as plain text, for sliders and names: `\beta` is β, `T_0` is T₀.
const LETTERS: ReadonlyMap<string, string> = new Map(
  'alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Sigma Σ Phi Φ Psi Ψ Omega Ω ell ℓ'
    .split(' ')
    .reduce<[string, string][]>((pairs, part, i) => {
      if (i % 2 === 0) pairs.push([part, '']);
      else (pairs.at(-1) as [string, string])[1] = part;
      return pairs;
    }, []),
);

export function symbolText(tex: string): string {
  return tex
    .replace(/\\(?:mathrm|text|mathit|operatorname)\{([^}]*)\}/g, '$1')
    .replace(/\\([A-Za-z]+)/g, (_, name: string) => LETTERS.get(name) ?? name)
    .replace(/_(\d)/g, (_, digit: string) => '₀₁₂₃₄₅₆₇₈₉'.charAt(Number(digit)))
    .replace(/_\{?([A-Za-z]+)\}?/g, ' $1')
    .replace(/[{}\\]/g, '')
    .trim();
}
