namespace Tarn.Security.Roles;

/// <summary>An authorizer's answer.</summary>
public abstract record Decision
{
    public sealed record Allowed : Decision;

    /// <param name="Reason">For the user: which permission on what is missing, and who may grant it.</param>
    public sealed record Denied(string Reason) : Decision;
}
