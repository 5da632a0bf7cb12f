package io.slipway.server.console;

import io.slipway.release.error.Category;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.Tier;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.error.ProblemStatus;
import io.slipway.server.project.Projects;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.support.CaseDesk;
import io.slipway.server.support.CaseLine;
import io.slipway.server.support.CaseRights;
import io.slipway.server.support.CaseTable;
import io.slipway.server.support.CaseTable.Place;
import io.slipway.server.support.CaseWish;
import io.slipway.server.support.CaseWords;
import io.slipway.server.support.Proof;
import io.slipway.server.support.RemoteCases;
import io.slipway.server.support.SupportMeetings;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Cases in lists, one case with what may be done with it, and the meetings about them. */
@Controller
final class CasePages {
    private static final int SHOWN = 50;
    private static final Map<String, String> WHOSE = ordered("mine", "Mine", "tier", "My tiers’", "all", "All");
    private static final Map<String, String> STATES =
            ordered("open", "open", "late", "overdue", "over", "over", "any", "any");
    private final Projects projects;
    private final Rollouts rollouts;
    private final CaseTable table;
    private final CaseDesk desk;
    private final Proof proof;
    private final SupportMeetings meetings;
    private final RemoteCases remotes;
    private final SupportParts parts;
    private final Clock clock;

    CasePages(
            Projects projects,
            Rollouts rollouts,
            CaseTable table,
            CaseDesk desk,
            Proof proof,
            SupportMeetings meetings,
            RemoteCases remotes,
            SupportParts parts,
            Clock clock) {
        this.projects = projects;
        this.rollouts = rollouts;
        this.table = table;
        this.desk = desk;
        this.proof = proof;
        this.meetings = meetings;
        this.remotes = remotes;
        this.parts = parts;
        this.clock = clock;
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    @GetMapping("/cases")
    @Open(Open.To.SIGNED_IN)
    String cases(
            Caller caller,
            @RequestParam(defaultValue = "") String whose,
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String after,
            Model model) {
        List<ServedRollout> visible = rollouts.visible(caller);
        Map<Tier, Set<String>> tiers = CaseDesk.tiersOf(visible, caller.name());
        // Who is in a tier comes here to see what waits for it.
        String of = WHOSE.containsKey(whose) ? whose : tiers.isEmpty() ? "all" : "tier";
        CaseTable.Wish wish = new CaseTable.Wish(
                caller.may(Permission.VIEW)
                        ? Optional.empty()
                        : Optional.of(
                                visible.stream().map(ServedRollout::project).collect(Collectors.toSet())),
                of.equals("mine") ? caller.name() : "",
                of.equals("tier") ? tiers : Map.of(),
                state,
                q);
        List<CaseLine> lines = of.equals("tier") && tiers.isEmpty()
                ? List.of()
                : table.list(wish, Place.of(after), clock.instant(), SHOWN + 1);
        model.addAttribute("lines", lines.subList(0, Math.min(SHOWN, lines.size())));
        if (lines.size() > SHOWN) {
            model.addAttribute("next", Place.text(lines.get(SHOWN - 1)));
        }
        model.addAttribute("whose", of);
        model.addAttribute("whoses", WHOSE);
        model.addAttribute("state", state);
        model.addAttribute("states", STATES);
        model.addAttribute("words", q);
        return "cases";
    }

    @PostMapping("/projects/{project}/rollout/cases")
    @Requires(Permission.VIEW)
    String open(
            Caller caller,
            @PathVariable String project,
            @RequestParam String title,
            @RequestParam(defaultValue = "") String text) {
        Case made = desk.open(caller, project, title, text, Case.Source.PAGE);
        return "redirect:/projects/" + project + "/rollout/cases/" + made.number();
    }

    @GetMapping("/projects/{project}/rollout/cases/{number}")
    @Requires(Permission.VIEW)
    String one(Caller caller, @PathVariable String project, @PathVariable long number, Model model) {
        CaseDesk.Told told = desk.of(project, number);
        Case one = told.state();
        Support support = CaseDesk.support(told.rollout());
        ZoneId zone = support.tier(one.tier()).terms().hours().zone();
        model.addAttribute("project", projects.named(project));
        model.addAttribute("served", told.rollout());
        model.addAttribute("c", one);
        model.addAttribute("late", one.late(clock.instant()));
        model.addAttribute("acknowledgeBy", new Moment(one.acknowledgeBy(), zone));
        model.addAttribute("resolveBy", new Moment(one.resolveBy(), zone));
        model.addAttribute("events", told.events());
        model.addAttribute("words", new Words());
        model.addAttribute("remotes", remotes.of(number));
        model.addAttribute("verbs", CaseWish.verbs(CaseRights.of(caller, told.rollout(), support, one)));
        model.addAttribute("writing", CaseForm.ALL);
        model.addAttribute("members", support.tier(one.tier()).members());
        model.addAttribute("everybody", told.rollout().rollout().people().all());
        model.addAttribute("tiers", Tier.values());
        model.addAttribute("causes", table.causes(project));
        model.asMap().putIfAbsent("chosen", "");
        model.asMap().putIfAbsent("typed", "");
        return "case";
    }

    /** For the page: what an event reads like. */
    static final class Words {
        public String of(io.slipway.rollout.support.CaseEvent event) {
            return CaseWords.of(event);
        }
    }

    @PostMapping("/projects/{project}/rollout/cases/{number}/steps")
    @Requires(Permission.VIEW)
    String step(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @RequestParam String step,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String person,
            @RequestParam(defaultValue = "") String tier,
            @RequestParam Optional<Long> into,
            @RequestParam(defaultValue = "") String cause,
            @RequestParam(defaultValue = "") String knowledge,
            HttpServletResponse response,
            Model model) {
        try {
            desk.act(
                    caller,
                    project,
                    number,
                    new CaseWish(CaseWish.kind(step), text, person, tier, into, cause, knowledge));
            return "redirect:/projects/" + project + "/rollout/cases/" + number;
        } catch (SlipwayException e) {
            told(e, response, model);
            model.addAttribute("chosen", step);
            model.addAttribute("typed", text);
            return one(caller, project, number, model);
        }
    }

    /** What was typed stays on the page; anything else than a mistake in it is not for the page to tell. */
    private static void told(SlipwayException e, HttpServletResponse response, Model model) {
        int status = ProblemStatus.of(e.code());
        if (e.code().category() != Category.USAGE && status != HttpServletResponse.SC_CONFLICT) {
            throw e;
        }
        response.setStatus(status);
        model.addAttribute("problem", e.getMessage());
        model.addAttribute("help", e.help());
    }

    @PostMapping("/projects/{project}/rollout/support/proof")
    @Requires(Permission.ROLLOUT)
    String prove(Caller caller, @PathVariable String project) {
        return "redirect:/projects/" + project + "/rollout/cases/"
                + proof.begin(caller, project).number();
    }

    @GetMapping("/projects/{project}/rollout/meetings")
    @Requires(Permission.VIEW)
    String meetings(Caller caller, @PathVariable String project, Model model) {
        ServedRollout served = rollouts.of(project);
        Support support = CaseDesk.support(served);
        model.addAttribute("project", projects.named(project));
        model.addAttribute("served", served);
        model.addAttribute("mayDecide", SupportMeetings.mayDecide(caller, served, support));
        parts.meetings(model, served, support);
        model.asMap().putIfAbsent("typed", "");
        return "rollout-meetings";
    }

    @PostMapping("/projects/{project}/rollout/meetings/decisions")
    @Requires(Permission.VIEW)
    String decide(
            Caller caller,
            @PathVariable String project,
            @RequestParam Optional<LocalDate> meeting,
            @RequestParam String text,
            @RequestParam Optional<Long> about,
            HttpServletResponse response,
            Model model) {
        try {
            meetings.decide(caller, project, meeting, text, about);
            return "redirect:/projects/" + project + "/rollout/meetings";
        } catch (SlipwayException e) {
            told(e, response, model);
            model.addAttribute("typed", text);
            return meetings(caller, project, model);
        }
    }
}
