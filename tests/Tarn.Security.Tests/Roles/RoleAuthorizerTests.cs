using Tarn.Security.Identity;
using Tarn.Security.Roles;

namespace Tarn.Security.Tests.Roles;

public sealed class RoleAuthorizerTests
{
    static readonly SecuredObject Orders = new SecuredObject.Table(["shop", "silver"], "orders");

    static bool May(string role, Permission permission) =>
        new RoleAuthorizer().Decide(new Principal("ann", PrincipalKind.User, [role]), permission, Orders) is Decision.Allowed;

    [Theory]
    [InlineData("viewer", Permission.ReadRows, true)]
    [InlineData("viewer", Permission.WriteRows, false)]
    [InlineData("viewer", Permission.ReadOperations, false)]
    [InlineData("editor", Permission.WriteRows, true)]
    [InlineData("editor", Permission.RegisterTables, false)]
    [InlineData("editor", Permission.ManageUsers, false)]
    [InlineData("nobody", Permission.BrowseCatalog, false)]
    public void A_role_permits_its_own_and_no_more(string role, Permission permission, bool allowed) => Assert.Equal(allowed, May(role, permission));

    [Fact]
    public void The_administrator_and_a_local_process_may_do_everything() => Assert.All(Enum.GetValues<Permission>(), permission =>
    {
        Assert.True(May("admin", permission));
        _ = Assert.IsType<Decision.Allowed>(new RoleAuthorizer().Decide(Principal.Local("ann"), permission, SecuredObject.Everything));
    });

    [Fact]
    public void A_refusal_says_what_is_missing_and_who_gives_it()
    {
        var ann = new Principal("ann", PrincipalKind.User, ["viewer"]);
        var error = Assert.Throws<AccessException>(() => new RoleAuthorizer().Demand(ann, Permission.WriteRows, Orders));
        Assert.Equal(SecurityErrorKind.Denied, error.Kind);
        Assert.Equal("ann may not write rows on table shop.silver.orders: it takes the role admin or editor; an administrator assigns roles", error.Message);
    }
}
