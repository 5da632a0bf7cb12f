package io.slipway.server.console;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.feed.CalendarFeeds;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** One's own calendars of rollouts, to subscribe to. */
@Controller
final class CalendarFeedPages {
    private final CalendarFeeds feeds;

    CalendarFeedPages(CalendarFeeds feeds) {
        this.feeds = feeds;
    }

    @GetMapping("/me/calendars")
    @Open(Open.To.SIGNED_IN)
    String all(Caller caller, @RequestParam(defaultValue = "") String project, Model model) {
        model.addAttribute("feeds", feeds.of(caller));
        model.addAttribute("wanted", project);
        return "calendar-feeds";
    }

    @PostMapping("/me/calendars")
    @Open(Open.To.SIGNED_IN)
    String make(Caller caller, @RequestParam(defaultValue = "") String project, Model model) {
        CalendarFeeds.Made made = feeds.make(caller, project.strip());
        model.addAttribute(
                "made",
                ServletUriComponentsBuilder.fromCurrentContextPath()
                        .path("/api/calendars/rollouts.ics")
                        .queryParam("token", made.secret())
                        .toUriString());
        return all(caller, "", model);
    }

    @PostMapping("/me/calendars/{id}/revocation")
    @Open(Open.To.SIGNED_IN)
    String revoke(Caller caller, @PathVariable String id) {
        feeds.revoke(caller, id);
        return "redirect:/me/calendars";
    }
}
