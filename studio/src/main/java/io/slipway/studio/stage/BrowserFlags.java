package io.slipway.studio.stage;

import java.util.ArrayList;
import java.util.List;

/** What the browser is started with, so that pictures are the same everywhere and it takes little memory. */
final class BrowserFlags {
    /**
     * What Playwright turns off. Of two lists the browser reads the last alone, so ours has to hold Playwright's as well.
     * Facts: {@code chromiumSwitches.ts} of the version in use, with which a test compares it.
     */
    static final List<String> OFF_BY_PLAYWRIGHT = List.of(
            "AutoDeElevate",
            "AvoidUnnecessaryBeforeUnloadCheckSync",
            "BlockOriginHeaderModificationOnRedirect",
            "BoundaryEventDispatchTracksNodeRemoval",
            "DestroyProfileOnBrowserClose",
            "DialMediaRouteProvider",
            "GlobalMediaControls",
            "HttpsUpgrades",
            "LensOverlay",
            "MediaRouter",
            "OptimizationHints",
            "PaintHolding",
            "ThirdPartyStoragePartitioning",
            "Translate",
            "msEdgeUpdateLaunchServicesPreferredVersion",
            "msForceBrowserSignIn");

    /** Pages that the address bar of each window keeps ready, in processes of their own of 50 MB. Nobody sees it. */
    private static final List<String> UNSEEN = List.of("WebUIOmniboxAimPopup", "WebUIOmniboxPopup");

    private BrowserFlags() {}

    /** @param root whether whoever runs it is root, whom the browser's sandbox refuses */
    static List<String> of(boolean root) {
        List<String> off = new ArrayList<>(OFF_BY_PLAYWRIGHT);
        off.addAll(UNSEEN);
        List<String> flags = new ArrayList<>(List.of(
                "--disable-gpu",
                // keeps no process in reserve, and small caches: 100 MB less, and the pictures are the same
                "--enable-low-end-device-mode",
                // the pages of one visitor share a process: 40 MB less
                "--renderer-process-limit=1",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--font-render-hinting=none",
                "--disable-features=" + String.join(",", off)));
        if (root) {
            flags.add("--no-sandbox");
        }
        return flags;
    }
}
