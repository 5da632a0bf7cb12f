package io.slipway.server.console;

import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.CallerFilter;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.account.People;
import io.slipway.server.account.SessionCookie;
import io.slipway.server.account.Sessions;
import io.slipway.server.account.SignIn;
import io.slipway.server.account.Tokens;
import io.slipway.server.error.ProblemStatus;
import io.slipway.server.notification.MailAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Oneself: roles, password, sessions and tokens. */
@Controller
final class OwnPages {
    private final Tokens tokens;
    private final Sessions sessions;
    private final SignIn signIn;
    private final SessionCookie cookie;
    private final People people;

    OwnPages(Tokens tokens, Sessions sessions, SignIn signIn, SessionCookie cookie, People people) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.signIn = signIn;
        this.cookie = cookie;
        this.people = people;
    }

    @GetMapping("/me")
    @Open(Open.To.SIGNED_IN)
    String me(Caller caller, HttpServletRequest request, Model model) {
        model.addAttribute("grants", caller.grants());
        model.addAttribute("tokens", tokens.of(caller.person()));
        model.addAttribute("permissions", Permission.values());
        model.addAttribute("sessions", sessions.of(caller.person()));
        model.addAttribute("secret", CallerFilter.sessionCookie(request));
        return "me";
    }

    @PostMapping("/me/email")
    @Open(Open.To.SIGNED_IN)
    String changeAddress(Caller caller, @RequestParam(defaultValue = "") String email) {
        people.setEmail(
                caller.person(),
                Optional.of(email).filter(text -> !text.isBlank()).map(MailAddress::checked));
        return "redirect:/me";
    }

    @PostMapping("/me/password")
    @Open(Open.To.SIGNED_IN)
    String changePassword(
            Caller caller,
            @RequestParam String old,
            @RequestParam String wanted,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        try {
            cookie.set(response, signIn.changePassword(caller.person(), old, wanted, request.getRemoteAddr()));
            return "redirect:/me?changed=true";
        } catch (SlipwayException e) {
            if (e.code().category() != Category.USAGE
                    && e.code() != ErrorCode.SIGN_IN_REFUSED
                    && e.code() != ErrorCode.TOO_MANY_TRIES) {
                throw e;
            }
            response.setStatus(ProblemStatus.of(e.code()));
            model.addAttribute(
                    "problem",
                    e.code() == ErrorCode.SIGN_IN_REFUSED ? "The password you have now is another." : e.getMessage());
            model.addAttribute("help", e.help());
            return me(caller, request, model);
        }
    }

    @PostMapping("/me/sessions/{id}/end")
    @Open(Open.To.SIGNED_IN)
    String endSession(Caller caller, @PathVariable String id) {
        sessions.end(caller.person(), id);
        return "redirect:/me";
    }

    @PostMapping("/me/tokens")
    @Open(Open.To.SIGNED_IN)
    String makeToken(
            Caller caller,
            @RequestParam String name,
            @RequestParam Set<Permission> permissions,
            @RequestParam(defaultValue = "") String project,
            @RequestParam(defaultValue = "90") int days,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("made", tokens.make(caller, name, permissions, project.strip(), Duration.ofDays(days)));
        response.setHeader("Cache-Control", "no-store");
        return me(caller, request, model);
    }

    @PostMapping("/me/tokens/{id}/revocation")
    @Open(Open.To.SIGNED_IN)
    String revokeToken(Caller caller, @PathVariable String id) {
        tokens.revoke(caller, id);
        return "redirect:/me";
    }
}
