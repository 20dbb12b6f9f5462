// eslint-disable-next-line @typescript-eslint/ban-ts-comment -- gjs has modules of its own
// @ts-nocheck
/**
 * A window of WebKitGTK with a profile on the disk, which WebKitGTK’s own MiniBrowser has not when it is driven.
 * Run by gjs under WebKitWebDriver: `gjs -m browser.js PROFILE DOWNLOADS`.
 */
import Gtk from 'gi://Gtk?version=3.0';
import WebKit2 from 'gi://WebKit2?version=4.1';
import System from 'system';

const [profile, downloads] = System.programArgs;

Gtk.init(null);
const context = new WebKit2.WebContext({
  website_data_manager: new WebKit2.WebsiteDataManager({
    base_data_directory: `${profile}/data`,
    base_cache_directory: `${profile}/cache`,
  }),
});
context.set_preferred_languages(['fr-FR']);
context.set_automation_allowed(true);
context.connect('automation-started', (_context, session) => {
  session.connect('create-web-view', () => {
    const view = new WebKit2.WebView({ web_context: context, is_controlled_by_automation: true });
    const window = new Gtk.Window({ default_width: 1280, default_height: 860 });
    window.add(view);
    window.show_all();
    return view;
  });
});
let saved = 0;
context.connect('download-started', (_context, download) => {
  download.connect('decide-destination', (_download, name) => {
    saved += 1;
    download.set_destination(`file://${downloads}/${saved}-${encodeURIComponent(name)}`);
    return true;
  });
});
Gtk.main();
