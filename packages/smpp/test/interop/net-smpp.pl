# Lets a test drive Perl's Net::SMPP: one JSON command a line on stdin, one JSON answer a line on stdout. Strings are octets,
# one character each.
#
#   perl net-smpp.pl connect PORT    connects to 127.0.0.1 at once
#   perl net-smpp.pl listen          listens on a free port of 127.0.0.1, says which, and accepts one connection
#
# A command is [METHOD, ARGUMENT, ...]: a method of Net::SMPP. The answer is what it returned: a PDU as an object, or a
# number or text. Every pause in which the test says nothing for 30 s ends it.
use strict;
use warnings;
use JSON::PP;
use Net::SMPP;

$| = 1;
$SIG{ALRM} = sub { die "the test said nothing for 30 s\n" };
my $json = JSON::PP->new->ascii->canonical->allow_nonref;

sub say_json { print $json->encode(shift), "\n" }

my ($mode, $port) = @ARGV;
my $smpp;
if ($mode eq 'connect') {
    $smpp = Net::SMPP->new_connect('127.0.0.1', port => $port) or die "cannot connect to port $port: $!\n";
    say_json('connected');
} else {
    my $listener = Net::SMPP->new_listen('127.0.0.1', port => 0) or die "cannot listen: $!\n";
    say_json($listener->sockport);
    alarm 30;
    $smpp = $listener->accept or die "nobody came: $!\n";
    say_json('accepted');
}

while (1) {
    alarm 30;
    my $line = <STDIN>;
    last unless defined $line;
    my ($method, @arguments) = @{ $json->decode($line) };
    my $result = $smpp->$method(@arguments);
    say_json(ref $result ? {%$result} : $result);
}
