namespace Tarn.Security.Identity;

/// <summary>How a principal came to be known.</summary>
public enum PrincipalKind
{
    /// <summary>A user of the store, by password or token.</summary>
    User,

    /// <summary>A process in the project folder: whoever may write the state store may do everything, so nothing is pretended.</summary>
    Local,

    /// <summary>Tarn itself: schedules, maintenance.</summary>
    System,
}
