// The part of papaparse that is used. Its published types bring Node's along, which do not belong
// in shared.
declare module 'papaparse' {
  interface ParseResult {
    readonly data: string[][];
    readonly errors: readonly {
      readonly type: string;
      readonly code: string;
      readonly row?: number;
    }[];
    readonly meta: {
      readonly delimiter: string;
      readonly aborted: boolean;
      readonly cursor: number;
    };
  }
  interface Parser {
    abort(): void;
    pause(): void;
    resume(): void;
  }
  interface ParseConfig {
    readonly delimiter?: string;
    readonly delimitersToGuess?: readonly string[];
    readonly skipEmptyLines?: boolean | 'greedy';
    readonly preview?: number;
    readonly chunkSize?: number;
    readonly chunk?: (result: ParseResult, parser: Parser) => void;
    readonly complete?: () => void;
  }
  interface UnparseConfig {
    readonly delimiter?: string;
    readonly newline?: string;
    readonly quotes?: boolean;
  }
  const Papa: {
    parse(text: string, config?: ParseConfig): ParseResult;
    unparse(rows: readonly (readonly string[])[], config?: UnparseConfig): string;
  };
  export default Papa;
}
