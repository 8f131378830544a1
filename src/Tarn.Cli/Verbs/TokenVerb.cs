using System.CommandLine;
using System.Text.Json;
using Tarn.Cli.Composition;
using Tarn.Cli.Output;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Security.Identity;
using Tarn.Security.Tokens;

namespace Tarn.Cli.Verbs;

/// <summary><c>tarn token create|list|revoke</c>: bearer tokens, by which programs act for a user.</summary>
static class TokenVerb
{
    static readonly Option<string> Name = new("--name") { Description = "What the token is for, such as spark.", HelpName = "NAME", Required = true };
    static readonly Option<string> User = new("--user") { Description = "Whose rights it carries (default: admin).", HelpName = "USER", DefaultValueFactory = _ => Accounts.FirstUser };
    static readonly Option<int> Days = new("--days") { Description = "It expires after so many days (default: 365).", HelpName = "N", DefaultValueFactory = _ => 365 };
    static readonly Argument<string> Token = new("TOKEN") { Description = "The token's id or name." };

    static readonly ResultSchema Schema = new(
        ("id", TypeId.Varchar), ("name", TypeId.Varchar), ("user", TypeId.Varchar), ("kind", TypeId.Varchar), ("created", TypeId.TimestampTz), ("expires", TypeId.TimestampTz));

    public static Command Create()
    {
        var command = new Command("token", "Manage tokens of programs.");
        command.Subcommands.Add(Verb.Create("create", "Create a token and print it: it is shown this once.", CreateAsync, Name, User, Days));
        command.Subcommands.Add(Verb.Create("list", "List tokens, sessions included.", ListAsync));
        command.Subcommands.Add(Verb.Create("revoke", "End a token at once.", RevokeAsync, Token));
        return command;
    }

    static async Task<int> CreateAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (await project.Accounts.CreateFirstAdministratorAsync(cancellationToken).ConfigureAwait(false) is { } password)
            Console.Error.WriteLine($"Created the user {Accounts.FirstUser} with the password {password.Expose()} (shown once; `tarn user password {Accounts.FirstUser}` sets another).");
        var user = await UserAsync(project, context.Parsed.GetValue(User)!, cancellationToken).ConfigureAwait(false);
        var days = context.Parsed.GetValue(Days);
        if (days < 1) throw new UsageException("--days is at least 1.");
        var issued = await project.Tokens.IssueAsync(user, TokenKind.Personal, context.Parsed.GetValue(Name)!, TimeSpan.FromDays(days), cancellationToken).ConfigureAwait(false);
        if (context.Json) PrintJson(issued);
        else Console.WriteLine(issued.Text.Expose());
        return ExitCode.Success;
    }

    static async Task<int> ListAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<IReadOnlyList<object?>>();
        await foreach (var token in project.TokenStore.ListAsync(null, cancellationToken).ConfigureAwait(false))
            rows.Add([token.Id.ToString(), token.Name, token.User, token.Kind.ToString().ToLowerInvariant(), token.Created, token.Expires]);
        await RowOutput.PrintAsync(Schema, rows, context.Json, cancellationToken).ConfigureAwait(false);
        return ExitCode.Success;
    }

    static async Task<int> RevokeAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        var wanted = context.Parsed.GetValue(Token)!;
        var found = new List<AccessToken>();
        await foreach (var token in project.TokenStore.ListAsync(null, cancellationToken).ConfigureAwait(false))
            if (token.Id.ToString() == wanted || (token.Kind == TokenKind.Personal && token.Name == wanted)) found.Add(token);
        if (found.Count == 0) throw new UsageException($"There is no token {wanted}; `tarn token list` names all.");
        if (found.Count > 1) throw new UsageException($"{found.Count} tokens are called {wanted}; name one by its id. None was revoked.");
        _ = await project.TokenStore.RemoveAsync(found[0].Id, cancellationToken).ConfigureAwait(false);
        Console.Error.WriteLine($"Revoked {found[0].Name} of {found[0].User}.");
        return ExitCode.Success;
    }

    static async Task<string> UserAsync(ProjectHost project, string name, CancellationToken cancellationToken)
    {
        var user = await project.Users.FindAsync(UserName.Normalize(name), cancellationToken).ConfigureAwait(false);
        return user?.Name ?? throw new UsageException($"There is no user {name}; `tarn user create {name}` makes one. No token was created.");
    }

    static void PrintJson(IssuedToken issued)
    {
        using var writer = new Utf8JsonWriter(Console.OpenStandardOutput());
        writer.WriteStartObject();
        writer.WriteString("id", issued.Token.Id.ToString());
        writer.WriteString("name", issued.Token.Name);
        writer.WriteString("user", issued.Token.User);
        writer.WriteString("token", issued.Text.Expose());
        writer.WriteString("expires", issued.Token.Expires);
        writer.WriteEndObject();
        writer.Flush();
        Console.WriteLine();
    }
}
