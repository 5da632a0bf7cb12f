package io.slipway.server.console;

import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.error.ProblemStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.ui.Model;

/** What was refused is told on the page on which it was asked for, where that helps; else it has a page of its own. */
final class Refused {
    private static final Set<ErrorCode> NOT_THERE = Set.of(ErrorCode.NOT_FOUND, ErrorCode.NOT_ALLOWED);

    private Refused() {}

    /**
     * Tells of a mistake in what was typed.
     *
     * @param others what else the page tells
     * @throws SlipwayException the same, for anything else
     */
    static void mistake(SlipwayException e, HttpServletResponse response, Model model, ErrorCode... others) {
        if (e.code().category() != Category.USAGE && !Set.of(others).contains(e.code())) {
            throw e;
        }
        tell(e, response, model);
    }

    /**
     * Tells of whatever the person may ask for, and does not get as things are.
     *
     * @throws SlipwayException the same, for anything else
     */
    static void wish(SlipwayException e, HttpServletResponse response, Model model) {
        boolean refused = e.code().category() == Category.REFUSED || e.code().category() == Category.USAGE;
        if (!refused || NOT_THERE.contains(e.code())) {
            throw e;
        }
        tell(e, response, model);
    }

    private static void tell(SlipwayException e, HttpServletResponse response, Model model) {
        response.setStatus(ProblemStatus.of(e.code()));
        model.addAttribute("problem", e.getMessage());
        model.addAttribute("help", e.help());
    }
}
