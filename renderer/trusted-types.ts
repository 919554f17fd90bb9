// The page asks for Trusted Types on every script and markup sink. react-aria's number and date
// fields set an empty string as markup, and without a default policy the whole page would unmount;
// everything else that is not ours is refused.
interface PolicyRules {
  createHTML(text: string): string;
  createScriptURL(url: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: PolicyRules): unknown;
}

export function installTrustedTypes(): void {
  const factory = (window as { trustedTypes?: PolicyFactory }).trustedTypes;
  factory?.createPolicy('default', {
    createHTML: (text) => {
      if (text === '') return text;
      throw new TypeError('No markup is made from text in this page.');
    },
    createScriptURL: (url) => {
      if (new URL(url, location.href).origin === location.origin) return url;
      throw new TypeError('Scripts come from this page’s own origin only.');
    },
  });
}

installTrustedTypes();
