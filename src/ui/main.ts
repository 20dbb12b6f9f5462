import { startAppUpdate } from '#app/app-update.svelte.ts';

const app = document.getElementById('app');
if (app) app.textContent = 'Grappe';
startAppUpdate(() => true);
