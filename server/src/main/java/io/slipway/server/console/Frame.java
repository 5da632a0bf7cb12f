package io.slipway.server.console;

import io.slipway.server.ServerSettings;
import io.slipway.server.access.CallerFilter;
import io.slipway.server.access.Permission;
import io.slipway.server.deployment.EmergencyReviews;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page's frame shows: who is signed in, what they may reach, how many decisions wait for them. */
@ControllerAdvice(basePackageClasses = Frame.class)
final class Frame {
    private final PendingDecisions decisions;
    private final EmergencyReviews reviews;
    private final ServerSettings settings;
    private final Clock clock;

    Frame(PendingDecisions decisions, EmergencyReviews reviews, ServerSettings settings, Clock clock) {
        this.decisions = decisions;
        this.reviews = reviews;
        this.settings = settings;
        this.clock = clock;
    }

    @ModelAttribute
    void frame(HttpServletRequest request, Model model) {
        model.addAttribute("when", new When(clock));
        model.addAttribute("node", settings.node());
        model.addAttribute("path", request.getRequestURI());
        CallerFilter.caller(request).ifPresent(caller -> {
            model.addAttribute("me", caller.person());
            model.addAttribute("mayConfigure", caller.may(Permission.CONFIGURE));
            model.addAttribute("mayAudit", caller.may(Permission.AUDIT));
            model.addAttribute("mayRunners", caller.may(Permission.RUNNERS));
            model.addAttribute("mayMonitor", caller.may(Permission.MONITOR));
            model.addAttribute("mayPeople", caller.may(Permission.PEOPLE));
            model.addAttribute(
                    "toDecide",
                    decisions.of(caller).size() + reviews.openTo(caller).size());
        });
    }
}
