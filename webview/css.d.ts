/** esbuild collects imported style sheets into `dist/webview/<name>.css`. */
declare module "*.css";
