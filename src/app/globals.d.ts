/** Written in by the build. */
declare const __APP_VERSION__: string;
/** Midnight (UTC) before the build, in milliseconds since 1970: no device’s clock is right that is before it. */
declare const __BUILT_AT__: number;
