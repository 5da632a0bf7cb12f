package io.slipway.server.console;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.ServerSettings;
import io.slipway.server.access.CallerFilter;
import io.slipway.server.access.Open;
import io.slipway.server.account.LocalPath;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.SessionCookie;
import io.slipway.server.account.Sessions;
import io.slipway.server.account.SetUp;
import io.slipway.server.account.SetUpLinks;
import io.slipway.server.account.SignIn;
import io.slipway.server.error.ProblemStatus;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Signing in and out, and what set-up links lead to: for the first person, and for everybody who has an account. */
@Controller
final class SignInPages {
    private final SignIn signIn;
    private final Sessions sessions;
    private final SetUp setUp;
    private final SetUpLinks links;
    private final SessionCookie cookie;
    private final ServerSettings settings;

    SignInPages(
            SignIn signIn,
            Sessions sessions,
            SetUp setUp,
            SetUpLinks links,
            SessionCookie cookie,
            ServerSettings settings) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.setUp = setUp;
        this.links = links;
        this.cookie = cookie;
        this.settings = settings;
    }

    /** Whether to offer it on the page. */
    @ModelAttribute("singleSignOn")
    boolean singleSignOn() {
        return settings.oidc().isPresent();
    }

    @GetMapping("/sign-in")
    @Open(Open.To.EVERYBODY)
    String form(@RequestParam(defaultValue = "/") String to, @RequestParam(defaultValue = "") String sso, Model model) {
        model.addAttribute("to", LocalPath.of(to));
        if (!sso.isEmpty()) {
            model.addAttribute(
                    "problem",
                    sso.equals("refused")
                            ? "You may not sign in here."
                            : "The single sign-on did not work; nobody is signed in.");
            model.addAttribute(
                    "help", sso.equals("refused") ? "Ask an administrator." : "Try again, or ask an administrator.");
        }
        return "sign-in";
    }

    @PostMapping("/sign-in")
    @Open(Open.To.EVERYBODY)
    String signIn(
            @RequestParam String name,
            @RequestParam String password,
            @RequestParam(defaultValue = "/") String to,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        try {
            cookie.set(response, signIn.run(name, password, request.getRemoteAddr()));
            return "redirect:" + LocalPath.of(to);
        } catch (SlipwayException e) {
            if (e.code() != ErrorCode.SIGN_IN_REFUSED && e.code() != ErrorCode.TOO_MANY_TRIES) {
                throw e;
            }
            response.setStatus(ProblemStatus.of(e.code()));
            model.addAttribute("problem", e.getMessage());
            model.addAttribute("help", e.help());
            model.addAttribute("name", name);
            model.addAttribute("to", LocalPath.of(to));
            return "sign-in";
        }
    }

    @PostMapping("/sign-out")
    @Open(Open.To.SIGNED_IN)
    String signOut(HttpServletRequest request, HttpServletResponse response) {
        CallerFilter.sessionCookie(request).ifPresent(sessions::end);
        cookie.remove(response);
        return "redirect:/sign-in";
    }

    @GetMapping("/setup")
    @Open(Open.To.EVERYBODY)
    String setUpForm(@RequestParam(defaultValue = "") String secret, HttpServletResponse response, Model model) {
        Optional<Person> owner = links.owner(secret);
        if (owner.isEmpty() && !setUp.valid(secret)) {
            throw SetUp.used();
        }
        owner.ifPresent(person -> model.addAttribute("owner", person));
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        model.addAttribute("secret", secret);
        return "setup";
    }

    @PostMapping("/setup")
    @Open(Open.To.EVERYBODY)
    String setUp(
            @RequestParam String secret,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String fullName,
            @RequestParam String password,
            HttpServletResponse response,
            Model model) {
        Optional<Person> owner = links.owner(secret);
        try {
            Person person = owner.isPresent()
                    ? links.use(secret, password)
                    : setUp.use(secret, new People.NewPerson(name, fullName, Optional.empty(), Optional.of(password)));
            cookie.set(response, sessions.start(person));
            return "redirect:/";
        } catch (SlipwayException e) {
            if (e.code() != ErrorCode.REQUEST_INVALID) {
                throw e;
            }
            response.setStatus(ProblemStatus.of(e.code()));
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            owner.ifPresent(person -> model.addAttribute("owner", person));
            model.addAttribute("problem", e.getMessage());
            model.addAttribute("secret", secret);
            model.addAttribute("name", name);
            model.addAttribute("fullName", fullName);
            return "setup";
        }
    }
}
