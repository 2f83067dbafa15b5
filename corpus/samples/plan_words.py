"""Where the words of the local plan may be broken over a line end."""

from __future__ import annotations

from pdf_lines import BREAKS as COMMON

HYPHENATED = """
afford-able agree-ment al-lo-ca-tion allot-ments alms-house ap-pli-ca-tion ap-praisal archi-tect be-cause bed-rooms be-fore
be-tween build-ers bun-ga-lows cas-tle cat-tle cen-tres chang-ing chil-dren cin-ema circum-stances com-mit-tee con-sid-er
con-sul-ta-tions con-tent coun-cil-lors coun-try coun-try-side de-sign de-sign-ers de-vel-oper dif-fi-culty dis-trict dis-used
draw-ings east-ern en-larged evi-dence ex-am-iner ex-am-ines ex-cep-tional ex-pect fam-i-lies farm-land far-ther foot-path
for-mula grow-ing hect-ares high-est his-tory hos-pi-tal house-holds hous-ing in-fra-struc-ture in-spec-tor in-stead junc-tion
land-owner land-owners laun-dry like-li-est lor-ries man-aged mar-ket master-plan mat-ters mead-ows meet-ing meet-ings
min-utes mo-tor-way na-tional neigh-bour-hood neigh-bours no-body noth-ing num-ber ob-jec-tive ob-jec-tives offi-cers or-chard
orig-i-nal park-ing pav-il-ion pay-ment per-mis-sion plant-ing poli-cies pol-icy pos-si-ble pre-fer pri-mary pro-fes-sional
pro-fes-sion-als pro-posal pro-pose pro-tec-tion pub-lic quar-ter rail-way rea-son rea-sons ref-er-en-dum reg-is-ter re-leased
re-quires res-i-dents re-turn riv-er-side sat-is-fied sat-ur-days sched-ule sev-en-teen sev-eral shar-ing sig-na-ture
some-body sta-tion strong-est sub-mit sub-stance suit-able sup-port sup-port-ers sup-port-ing surg-eries sur-gery
sus-tain-abil-ity tele-phone to-gether traf-fic treat-ment ur-ban usu-ally vil-lage vil-lages vol-un-teers ware-houses
wheel-chair wild-life will-ing win-dow with-out wood-land work-ings work-shops
""".split()

BREAKS = {**COMMON, **{word.replace("-", ""): word.split("-") for word in HYPHENATED}}
