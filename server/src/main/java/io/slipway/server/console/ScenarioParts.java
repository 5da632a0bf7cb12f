package io.slipway.server.console;

import io.slipway.enablement.made.Kind;
import io.slipway.enablement.made.Made;
import io.slipway.enablement.made.Stock;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.rollout.readiness.Gate;
import io.slipway.rollout.readiness.Standard;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.scenario.MadeBook;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What is there and what is missing of guides, demos and clips, as a part of a rollout's page. */
@Component
final class ScenarioParts {
    /** In the order of the page's columns. */
    private static final Map<Kind, Standard> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put(Kind.GUIDE, Standard.GUIDES_BUILT);
        KINDS.put(Kind.DEMO, Standard.DEMO_RUN);
        KINDS.put(Kind.CLIPS, Standard.CLIPS_BUILT);
    }

    private final MadeBook book;

    ScenarioParts(MadeBook book) {
        this.book = book;
    }

    /**
     * One thing that can be made of a scenario.
     *
     * @param lack what is wrong with it; empty when it tells what is so
     */
    public record Cell(Kind kind, Optional<Made> made, String lack) {}

    public record Line(Scenario scenario, List<Cell> cells) {}

    /** Shown where something was handed in, or a gate asks for it. */
    void rollout(Model model, ServedRollout served) {
        boolean asked = KINDS.values().stream()
                .anyMatch(gate -> served.rollout().gates().find(gate.text()).isPresent());
        List<MadeBook.HandedIn> newest = book.newest(served);
        if (!asked && newest.isEmpty()) {
            model.addAttribute("scenarios", List.of());
            return;
        }
        Stock stock = book.stock(served);
        model.addAttribute(
                "scenarios",
                book.wanted(served).stream()
                        .map(scenario -> new Line(
                                scenario,
                                KINDS.entrySet().stream()
                                        .map(each -> cell(served, stock, scenario, each.getKey(), each.getValue()))
                                        .toList()))
                        .toList());
    }

    private static Cell cell(ServedRollout served, Stock stock, Scenario scenario, Kind kind, Standard standard) {
        Duration valid =
                served.rollout().gates().find(standard.text()).map(Gate::valid).orElse(standard.valid());
        return new Cell(
                kind,
                stock.of(kind, scenario),
                stock.lack(kind, scenario, valid).orElse(""));
    }
}
