using System.CommandLine;
using Tarn.Cli.Output;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Project.Secrets;

namespace Tarn.Cli.Verbs;

/// <summary><c>tarn user list|create|password</c>: who may log in to the server.</summary>
static class UserVerb
{
    static readonly Argument<string> Name = new("NAME") { Description = "The user's name." };
    static readonly Option<string[]> Roles = new("--role") { Description = "A role: admin, editor or viewer (default: viewer).", HelpName = "ROLE" };
    static readonly ResultSchema Schema = new(("name", TypeId.Varchar), ("roles", TypeId.Varchar), ("disabled", TypeId.Boolean), ("created", TypeId.TimestampTz));

    public static Command Create()
    {
        var command = new Command("user", "Manage users.");
        command.Subcommands.Add(Verb.Create("list", "List users.", ListAsync));
        command.Subcommands.Add(Verb.Create("create", "Create a user; the password is asked for, or read from standard input.", CreateAsync, Name, Roles));
        command.Subcommands.Add(Verb.Create("password", "Set a user's password; it is asked for, or read from standard input.", PasswordAsync, Name));
        return command;
    }

    static async Task<int> ListAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<IReadOnlyList<object?>>();
        await foreach (var user in project.Users.ListAsync(cancellationToken).ConfigureAwait(false))
            rows.Add([user.Name, string.Join(", ", user.Roles), user.IsDisabled, user.Created]);
        await RowOutput.PrintAsync(Schema, rows, context.Json, cancellationToken).ConfigureAwait(false);
        return ExitCode.Success;
    }

    static async Task<int> CreateAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        var roles = context.Parsed.GetValue(Roles) is { Length: > 0 } given ? given : ["viewer"];
        var user = await project.Accounts.CreateAsync(context.Parsed.GetValue(Name)!, ReadPassword(), roles, cancellationToken).ConfigureAwait(false);
        Console.Error.WriteLine($"Created the user {user.Name} ({string.Join(", ", user.Roles)}).");
        return ExitCode.Success;
    }

    static async Task<int> PasswordAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        var ended = await project.Accounts.ChangePasswordAsync(context.Parsed.GetValue(Name)!, ReadPassword(), cancellationToken).ConfigureAwait(false);
        Console.Error.WriteLine(ended == 0 ? "The password is set." : $"The password is set; {ended} {(ended == 1 ? "session" : "sessions")} in browsers ended. Tokens of programs stay: `tarn token list` names them.");
        return ExitCode.Success;
    }

    /// <summary>A password on the command line would stand in the shell's history and in the list of processes.</summary>
    static Secret ReadPassword()
    {
        if (Console.IsInputRedirected) return new Secret(Console.In.ReadLine() ?? "");
        Console.Error.Write("Password: ");
        var text = new System.Text.StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
            if (key.Key == ConsoleKey.Backspace) text.Length = Math.Max(0, text.Length - 1);
            else _ = text.Append(key.KeyChar);
        Console.Error.WriteLine();
        return new Secret(text.ToString());
    }
}
