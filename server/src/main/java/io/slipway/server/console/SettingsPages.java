package io.slipway.server.console;

import io.slipway.server.ServerSettings;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.operation.Readiness;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** How this process is set, for those who run it. It changes nothing: settings are given where the process is started. */
@Controller
final class SettingsPages {
    private final ServerSettings settings;
    private final Readiness readiness;

    SettingsPages(ServerSettings settings, Readiness readiness) {
        this.settings = settings;
        this.readiness = readiness;
    }

    @GetMapping("/settings")
    @Requires(Permission.MONITOR)
    String settings(Model model) {
        model.addAttribute("settings", settings.operations().shown());
        model.addAttribute("ready", readiness.checks());
        return "settings";
    }
}
